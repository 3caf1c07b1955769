package guestbook;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Greets a guest, and shows how much of the book is filled. */
public class GuestbookServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Guest guest = new Guest(request.getParameter("name"));
    PrintWriter page = response.getWriter();
    page.println("<h1>" + Greeting.of(guest) + "</h1>");
    page.println("<p>" + share(request.getParameter("pages")) + " % of the book is filled.</p>");
  }

  private int share(String pages) {
    int count = Integer.parseInt(pages);
    if (count < 0) {
      return 0;
    }
    return 100 / count;
  }
}
