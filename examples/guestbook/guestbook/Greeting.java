package guestbook;

/** What a guest is told. */
final class Greeting {
  private Greeting() {}

  static String of(Guest guest) {
    if (guest.name() == null) {
      return "Hello";
    }
    return "Hello " + guest.name();
  }
}
