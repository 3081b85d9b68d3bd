package dev.prejoin.proof.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, one request after the other; what is asked is found in the address or the body. */
final class HttpWire implements Wire {
  /** As much of a body as its kind can be told by. */
  private static final int LEAD = 2_000;

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding: *chunked");
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Function<String, Optional<Request>> kinds;
  private final ByteArrayOutputStream begin = new ByteArrayOutputStream();
  private final byte[] tail = new byte[LAST_CHUNK.length];
  private boolean passing;
  private boolean chunked;
  private long left;
  private volatile @Nullable Request request;
  private volatile boolean sent;

  /**
   * Tells requests by their text.
   *
   * @param kinds of the address and the first of the body
   */
  HttpWire(Function<String, Optional<Request>> kinds) {
    this.kinds = kinds;
  }

  @Override
  public void fromClient(byte[] bytes, int length, Way way) throws IOException {
    remember(bytes, length);
    if (passing) {
      left -= length;
      pass(bytes, 0, length, way);
      return;
    }
    begin.write(bytes, 0, length);
    byte[] there = begin.toByteArray();
    String text = new String(there, StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return;
    }
    String head = text.substring(0, headEnd);
    int body = there.length - headEnd - 4;
    Matcher size = LENGTH.matcher(head);
    chunked = CHUNKED.matcher(head).find();
    long whole = size.find() ? Long.parseLong(size.group(1)) : 0;
    left = chunked ? Long.MAX_VALUE : whole - body;
    if (body < LEAD && !complete()) {
      return;
    }
    begin.reset();
    passing = true;
    request = kinds.apply(decoded(head) + " " + text.substring(headEnd)).orElse(null);
    Request kind = request;
    int from = 0;
    if (kind != null) {
      from = there.length / 2;
      way.write(there, 0, from);
      way.at(kind, Moment.BEGUN);
    }
    pass(there, from, there.length - from, way);
  }

  private void pass(byte[] bytes, int from, int length, Way way) throws IOException {
    Request kind = request;
    boolean last = complete();
    if (last) {
      passing = false;
      sent = true;
      if (kind != null) {
        way.sending(kind);
      }
    }
    way.write(bytes, from, length);
    if (last && kind != null) {
      way.at(kind, Moment.SENT);
    }
  }

  private boolean complete() {
    return chunked ? Arrays.equals(tail, LAST_CHUNK) : left <= 0;
  }

  private void remember(byte[] bytes, int length) {
    int keep = Math.min(length, tail.length);
    System.arraycopy(tail, keep, tail, 0, tail.length - keep);
    System.arraycopy(bytes, length - keep, tail, tail.length - keep, keep);
  }

  private static String decoded(String head) {
    String line = head.lines().findFirst().orElse("");
    try {
      return URLDecoder.decode(line, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return line;
    }
  }

  @Override
  public void fromServer(byte[] bytes, int length, Way way) throws IOException {
    Request kind = request;
    if (sent && kind != null) {
      request = null;
      sent = false;
      way.at(kind, Moment.ANSWERED);
    }
    way.write(bytes, 0, length);
  }
}
