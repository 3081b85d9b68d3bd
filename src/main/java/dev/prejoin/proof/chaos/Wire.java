package dev.prejoin.proof.chaos;

import java.io.IOException;

/** A protocol, as far as its requests can be told apart. One per connection; it forwards all. */
interface Wire {
  /** What came from prejoin. */
  void fromClient(byte[] bytes, int length, Way way) throws IOException;

  /** What came from the server. */
  void fromServer(byte[] bytes, int length, Way way) throws IOException;

  /** One direction of a connection. */
  interface Way {
    void write(byte[] bytes, int from, int length) throws IOException;

    /** Tells that a request has come to this moment; returns when it may go on. */
    void at(Request request, Moment moment) throws IOException;

    /** Tells that the last of a request is sent next: its answer may have to wait. */
    void sending(Request request);
  }
}
