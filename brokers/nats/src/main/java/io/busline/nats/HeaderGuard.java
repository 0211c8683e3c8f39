package io.busline.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The client's connection, with headers that it survives. Publishers may put anything into one; the
 * client's reading thread ends at the first character that is not ASCII, without a word, and with
 * it every subscription, again and again while the message is stored. So here each byte of such
 * characters becomes a percent sign, which no attribute's value can have by itself: the message is
 * then refused for that attribute, and all others are read.
 *
 * <p>Public because the client makes it by its name; of no use to anyone else.
 */
@SuppressWarnings("exports") // Nobody who uses the module has to know what it extends.
public final class HeaderGuard extends SocketDataPortWithWriteTimeout {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final int LINE_END = 2;

  /** What of the stream comes next: a line of the protocol if there are neither. */
  private int headerBytes;

  private int bodyBytes;

  /** The line so far: its first byte, or 0, and its last two words as if they were numbers. */
  private int operation;

  private int beforeLast;
  private int last;

  /** Creates it unconnected. */
  public HeaderGuard() {}

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    int end = offset + count;
    int at = offset;
    while (at < end) {
      if (headerBytes > 0) {
        at = headers(target, at, Math.min(end, at + headerBytes));
      } else if (bodyBytes > 0) {
        int passed = Math.min(bodyBytes, end - at);
        bodyBytes -= passed;
        at += passed;
      } else {
        at = line(target, at, end);
      }
    }
    return count;
  }

  private int headers(byte[] target, int from, int end) {
    headerBytes -= end - from;
    int i = from;
    while (i < end) {
      if (i <= end - Long.BYTES && ((long) LONGS.get(target, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      } else {
        target[i] = target[i] < 0 ? (byte) '%' : target[i];
        i++;
      }
    }
    return end;
  }

  /** Reads {@code MSG … SIZE} and {@code HMSG … HEADERS SIZE}; nothing else has bytes after it. */
  private int line(byte[] target, int from, int end) {
    int number = last;
    for (int i = from; i < end; i++) {
      int next = target[i];
      if (next > ' ') {
        number = 10 * number + next - '0';
      } else if (next == ' ') {
        beforeLast = number;
        number = 0;
      } else if (next == '\n') {
        endLine(operation == 0 ? target[from] : operation, number);
        return i + 1;
      }
    }
    operation = operation == 0 ? target[from] : operation;
    last = number;
    return end;
  }

  private void endLine(int first, int size) {
    boolean withHeaders = first == 'H';
    headerBytes = withHeaders ? beforeLast : 0;
    bodyBytes = withHeaders || first == 'M' ? size - headerBytes + LINE_END : 0;
    operation = 0;
    last = 0;
  }
}
