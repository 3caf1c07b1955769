"""A simulated operating system: tasks, queues and packets."""

import sys

from timing import timed

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = range(2)


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, scheduler, ident, priority, queue):
        self.scheduler = scheduler
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.packet_pending = queue is not None
        self.waiting = False
        self.holding = False
        scheduler.add(self)

    def add_packet(self, packet, old):
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.queue)
        return old

    def is_held(self):
        return self.holding or (not self.packet_pending and self.waiting)

    def run_task(self):
        packet = None
        if self.waiting and self.packet_pending:
            packet = self.queue
            self.queue = packet.link
            self.packet_pending = self.queue is not None
        elif self.packet_pending:
            packet = self.queue
            self.queue = packet.link
            self.packet_pending = self.queue is not None
        self.waiting = False
        return self.run(packet)

    def wait(self):
        self.waiting = True
        return self


class IdleTask(Task):
    def __init__(self, scheduler, count):
        super().__init__(scheduler, IDLE, 0, None)
        self.count = count
        self.control = 1

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.scheduler.hold(self)
        if self.control & 1 == 0:
            self.control //= 2
            return self.scheduler.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.scheduler.release(DEVICE_B)


class WorkTask(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, WORKER, 1000, queue)
        self.destination = HANDLER_A
        self.counter = 0

    def run(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.ident = self.destination
        packet.datum = 0
        for i in range(4):
            self.counter += 1
            if self.counter > 26:
                self.counter = 1
            packet.data[i] = 64 + self.counter
        return self.scheduler.send(packet, self)


class HandlerTask(Task):
    def __init__(self, scheduler, ident, priority, queue):
        super().__init__(scheduler, ident, priority, queue)
        self.work = None
        self.devices = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK_PACKET:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            return self.wait()
        if work.datum >= 4:
            self.work = work.link
            return self.scheduler.send(work, self)
        device = self.devices
        if device is None:
            return self.wait()
        self.devices = device.link
        device.datum = work.data[work.datum]
        work.datum += 1
        return self.scheduler.send(device, self)


class DeviceTask(Task):
    def __init__(self, scheduler, ident, priority):
        super().__init__(scheduler, ident, priority, None)
        self.pending = None
        self.waiting = True

    def run(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.wait()
            self.pending = None
            return self.scheduler.send(packet, self)
        self.pending = packet
        return self.scheduler.hold(self)


class Scheduler:
    def __init__(self):
        self.tasks = []
        self.by_ident = {}
        self.held = 0
        self.sent = 0

    def add(self, task):
        self.tasks.append(task)
        self.tasks.sort(key=lambda item: -item.priority)
        self.by_ident[task.ident] = task

    def hold(self, task):
        self.held += 1
        task.holding = True
        return self.next_of(task)

    def next_of(self, task):
        at = self.tasks.index(task) + 1
        return self.tasks[at] if at < len(self.tasks) else None

    def release(self, ident):
        task = self.by_ident[ident]
        task.holding = False
        idle = self.by_ident[IDLE]
        return task if task.priority > idle.priority else idle

    def send(self, packet, task):
        self.sent += 1
        receiver = self.by_ident[packet.ident]
        packet.link = None
        packet.ident = task.ident
        return receiver.add_packet(packet, task)

    def run(self):
        task = self.tasks[0]
        while task is not None:
            if task.is_held():
                task = self.next_of(task)
            else:
                task = task.run_task()


def simulate(count):
    scheduler = Scheduler()
    IdleTask(scheduler, count)
    queue = Packet(None, WORKER, WORK_PACKET)
    WorkTask(scheduler, Packet(queue, WORKER, WORK_PACKET))
    for handler, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
        queue = Packet(None, device, DEVICE_PACKET)
        queue = Packet(queue, device, DEVICE_PACKET)
        HandlerTask(scheduler, handler, priority, Packet(queue, device, DEVICE_PACKET))
    DeviceTask(scheduler, DEVICE_A, 4000)
    DeviceTask(scheduler, DEVICE_B, 5000)
    scheduler.run()
    return [scheduler.sent, scheduler.held]


def main(size):
    return simulate(size)


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
