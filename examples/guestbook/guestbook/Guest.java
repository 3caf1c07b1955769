package guestbook;

/** Somebody who signs the book. */
public class Guest {
  private final String name;

  public Guest(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }
}
