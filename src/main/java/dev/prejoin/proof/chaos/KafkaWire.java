package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's protocol: frames that begin with their length; a request has its kind and a number, and
 * its answer the same number.
 */
final class KafkaWire implements Wire {
  /** Answers to a fetch below this hold no rows. */
  private static final int EMPTY_FETCH = 1_000;

  private static final int REQUEST_HEAD = 12;
  private static final int ANSWER_HEAD = 8;

  private static final Map<Short, Request> KINDS =
      Map.of(
          (short) 0, Request.PRODUCE,
          (short) 1, Request.FETCH,
          (short) 8, Request.OFFSETS,
          (short) 26, Request.END_TRANSACTION,
          (short) 28, Request.TRANSACTION_OFFSETS);

  private final Map<Integer, Request> pending = new ConcurrentHashMap<>();
  private final Frame request = new Frame(REQUEST_HEAD);
  private final Frame answer = new Frame(ANSWER_HEAD);

  /** Where a direction is within its frame. */
  private static final class Frame {
    private final byte[] head;
    private int has;
    private int left;
    private @Nullable Request kind;

    Frame(int head) {
      this.head = new byte[head];
    }

    /** Takes of the head what is there; returns how many bytes it took. */
    int take(byte[] bytes, int from, int length) {
      int taken = Math.min(head.length - has, length - from);
      System.arraycopy(bytes, from, head, has, taken);
      has += taken;
      return taken;
    }

    boolean whole() {
      return has == head.length;
    }

    ByteBuffer content() {
      return ByteBuffer.wrap(head);
    }
  }

  @Override
  public void fromClient(byte[] bytes, int length, Way way) throws IOException {
    int at = 0;
    while (at < length) {
      if (!request.whole()) {
        at += request.take(bytes, at, length);
        if (request.whole()) {
          begin(way);
        }
        continue;
      }
      int some = Math.min(request.left, length - at);
      Request kind = request.kind;
      boolean last = some == request.left;
      if (last && kind != null) {
        way.sending(kind);
      }
      way.write(bytes, at, some);
      at += some;
      request.left -= some;
      if (last) {
        request.has = 0;
        if (kind != null) {
          way.at(kind, Moment.SENT);
        }
      }
    }
  }

  private void begin(Way way) throws IOException {
    ByteBuffer head = request.content();
    request.left = head.getInt(0) - (REQUEST_HEAD - Integer.BYTES);
    request.kind = KINDS.get(head.getShort(4));
    way.write(request.head, 0, REQUEST_HEAD);
    if (request.kind != null) {
      pending.put(head.getInt(8), request.kind);
      way.at(request.kind, Moment.BEGUN);
    }
  }

  @Override
  public void fromServer(byte[] bytes, int length, Way way) throws IOException {
    int at = 0;
    while (at < length) {
      if (!answer.whole()) {
        at += answer.take(bytes, at, length);
        if (answer.whole()) {
          answered(way);
        }
        continue;
      }
      int some = Math.min(answer.left, length - at);
      way.write(bytes, at, some);
      at += some;
      answer.left -= some;
      if (answer.left == 0) {
        answer.has = 0;
      }
    }
  }

  private void answered(Way way) throws IOException {
    ByteBuffer head = answer.content();
    int size = head.getInt(0);
    answer.left = size - (ANSWER_HEAD - Integer.BYTES);
    Request kind = pending.remove(head.getInt(4));
    if (kind != null && (kind != Request.FETCH || size > EMPTY_FETCH)) {
      way.at(kind, Moment.ANSWERED);
    }
    way.write(answer.head, 0, ANSWER_HEAD);
    if (answer.left == 0) {
      answer.has = 0;
    }
  }
}
