package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * PostgreSQL's protocol with the stream of changes in it: messages of a letter, their length and
 * their content. In the stream, each holds a message of the plug-in pgoutput.
 */
final class PostgresWire implements Wire {
  private static final int HEAD = 5;

  /** The letter of the stream's message, two positions and a time. */
  private static final int STREAM_HEAD = 25;

  /** An answer to a client that asks for encryption. */
  private static final int SINGLE_LETTER = 8;

  /** How the text of a chunk ends, after its table. */
  private static final Pattern CHUNK =
      Pattern.compile("\"power_readings\" t .*LIMIT \\d{2,}", Pattern.DOTALL);

  /** As much of what prejoin asks as one statement is long. */
  private static final int LEAD = 4_000;

  private final StringBuilder asked = new StringBuilder();
  private volatile boolean chunk;
  private final byte[] head = new byte[HEAD + STREAM_HEAD + 1];
  private int has;
  private long left;
  private volatile boolean asksForEncryption;
  private boolean begun;

  @Override
  public void fromClient(byte[] bytes, int length, Way way) throws IOException {
    if (!begun && length == SINGLE_LETTER) {
      // SSLRequest and GSSENCRequest are the only messages of eight bytes before the session.
      asksForEncryption = true;
    } else {
      begun = true;
    }
    if (length > HEAD && bytes[0] == 'd' && bytes[HEAD] == 'r') {
      way.at(Request.ACKNOWLEDGE, Moment.BEGUN);
    }
    remember(bytes, length);
    way.write(bytes, 0, length);
  }

  private void remember(byte[] bytes, int length) {
    asked.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    if (CHUNK.matcher(asked).find()) {
      chunk = true;
      asked.setLength(0);
    }
    asked.delete(0, Math.max(0, asked.length() - LEAD));
  }

  @Override
  public void fromServer(byte[] bytes, int length, Way way) throws IOException {
    if (chunk) {
      chunk = false;
      way.at(Request.CHUNK, Moment.ANSWERED);
    }
    if (asksForEncryption) {
      asksForEncryption = false;
      way.write(bytes, 0, length);
      return;
    }
    int at = 0;
    while (at < length) {
      if (left > 0) {
        int some = (int) Math.min(left, length - at);
        way.write(bytes, at, some);
        at += some;
        left -= some;
        continue;
      }
      head[has++] = bytes[at++];
      if (has >= HEAD && has >= wanted()) {
        pass(way);
      }
    }
  }

  /** How much of a message must be there to know what it is. */
  private int wanted() {
    int content = size() - Integer.BYTES;
    return HEAD + (head[0] == 'd' ? Math.min(content, STREAM_HEAD + 1) : 0);
  }

  private int size() {
    return ByteBuffer.wrap(head).getInt(1);
  }

  private void pass(Way way) throws IOException {
    if (head[0] == 'd' && has == head.length && head[HEAD] == 'w') {
      switch (head[HEAD + STREAM_HEAD]) {
        case 'I', 'U', 'D' -> way.at(Request.ROW, Moment.BEGUN);
        case 'C' -> way.at(Request.COMMIT, Moment.BEGUN);
        default -> {}
      }
    }
    way.write(head, 0, has);
    left = 1L + size() - has;
    has = 0;
  }
}
