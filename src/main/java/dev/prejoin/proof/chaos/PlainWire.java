package dev.prejoin.proof.chaos;

import java.io.IOException;

/** A protocol of which one thing is asked at a time: HTTP/1.1, or 2 after an upgrade. */
final class PlainWire implements Wire {
  private final Request request;

  PlainWire(Request request) {
    this.request = request;
  }

  @Override
  public void fromClient(byte[] bytes, int length, Way way) throws IOException {
    int half = length / 2;
    way.write(bytes, 0, half);
    way.at(request, Moment.BEGUN);
    way.write(bytes, half, length - half);
  }

  @Override
  public void fromServer(byte[] bytes, int length, Way way) throws IOException {
    way.at(request, Moment.ANSWERED);
    way.write(bytes, 0, length);
  }
}
