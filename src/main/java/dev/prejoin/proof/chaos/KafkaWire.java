package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  /** Its length, kind, version and number, and the length of the client's name, which follows. */
  private static final int REQUEST_HEAD = 14;

  private static final int LONGEST_NAME = 249;

  /** Producers are named after their transactions, unless they are told otherwise. */
  private static final String VIEWS = "-restate-views-";

  private static final int ANSWER_HEAD = 8;

  private static final Map<Short, Request> KINDS =
      Map.of(
          (short) 0, Request.PRODUCE,
          (short) 1, Request.FETCH,
          (short) 8, Request.OFFSETS,
          (short) 26, Request.END_TRANSACTION,
          (short) 28, Request.TRANSACTION_OFFSETS);

  private final Map<Integer, Request> pending = new ConcurrentHashMap<>();
  private final Frame request = new Frame(REQUEST_HEAD, REQUEST_HEAD + LONGEST_NAME);
  private final Frame answer = new Frame(ANSWER_HEAD, ANSWER_HEAD);

  /** Where a direction is within its frame. */
  private static final class Frame {
    private final byte[] head;
    private int wanted;
    private int has;
    private int left;
    private @Nullable Request kind;

    Frame(int head, int most) {
      this.head = new byte[most];
      this.wanted = head;
    }

    /** More of it is needed than at first. */
    void want(int bytes) {
      wanted = Math.min(bytes, head.length);
    }

    /** Takes of the head what is there; returns how many bytes it took. */
    int take(byte[] bytes, int from, int length) {
      int taken = Math.min(wanted - has, length - from);
      System.arraycopy(bytes, from, head, has, taken);
      has += taken;
      return taken;
    }

    boolean whole() {
      return has == wanted;
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
        if (request.whole() && !wantsName()) {
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
        request.want(REQUEST_HEAD);
        if (kind != null) {
          way.at(kind, Moment.SENT);
        }
      }
    }
  }

  /** Whether the client's name has to come first. */
  private boolean wantsName() {
    if (request.has == REQUEST_HEAD) {
      request.want(REQUEST_HEAD + Math.max(0, request.content().getShort(REQUEST_HEAD - 2)));
    }
    return !request.whole();
  }

  private void begin(Way way) throws IOException {
    ByteBuffer head = request.content();
    request.left = head.getInt(0) - (request.has - Integer.BYTES);
    request.kind = kind(head.getShort(4));
    way.write(request.head, 0, request.has);
    if (request.kind != null) {
      pending.put(head.getInt(8), request.kind);
      way.at(request.kind, Moment.BEGUN);
    }
  }

  private @Nullable Request kind(short number) {
    Request kind = KINDS.get(number);
    String name =
        new String(request.head, REQUEST_HEAD, request.has - REQUEST_HEAD, StandardCharsets.UTF_8);
    if (!name.contains(VIEWS)) {
      return kind;
    }
    return kind == Request.PRODUCE
        ? Request.PRODUCE_FOR_VIEWS
        : kind == Request.END_TRANSACTION ? Request.END_FOR_VIEWS : kind;
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
