package dev.prejoin.proof.chaos;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** One direction of a wire, recorded: the bytes, and after how many of them which moment came. */
final class Recorded implements Wire.Way {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final List<String> moments = new ArrayList<>();

  @Override
  public void write(byte[] some, int from, int length) {
    bytes.write(some, from, length);
  }

  @Override
  public void at(Request request, Moment moment) {
    moments.add(request + " " + moment + " at " + bytes.size());
  }

  @Override
  public void sending(Request request) {
    moments.add(request + " sending at " + bytes.size());
  }

  /** Hands bytes over in pieces of a size. */
  interface Take {
    void take(byte[] bytes, int length) throws Exception;
  }

  static void pieces(byte[] all, int size, Take take) throws Exception {
    for (int from = 0; from < all.length; from += size) {
      int length = Math.min(size, all.length - from);
      byte[] piece = new byte[length];
      System.arraycopy(all, from, piece, 0, length);
      take.take(piece, length);
    }
  }
}
