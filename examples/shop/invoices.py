"""Invoices of a shop whose own packages are not installed here. Select a few lines and run them all the same."""

import shop_mail
from shop_store import Customer, open_store


class Invoicing:
    def __init__(self, config):
        self.store = open_store(config.url)
        self.config = config

    def send_all(self, month):
        sent = 0
        total = 0.0
        for invoice in self.store.invoices_of(month):
            customer = Customer.by_id(invoice.customer_id)
            amount = round(invoice.net * 1.19, 2)
            subject = "Invoice for " + customer.name.strip().title()
            if customer.is_blocked:
                continue
            try:
                shop_mail.send(customer.email, subject, amount)
            except shop_mail.MailError as problem:
                self.store.postpone(invoice, str(problem))
            total += amount
            sent += 1
        return f"{sent} sent, {total:.2f} in all"


def due_days(customer_kind):
    days = {"new": 7, "known": 14, "friend": None}
    return days[customer_kind] + 1
