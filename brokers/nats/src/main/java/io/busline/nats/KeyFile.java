package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.nats.client.AuthHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's key, with its JWT if the file has one: what {@code nsc} writes as a credentials file, or
 * a bare seed. Signs with the JDK's own Ed25519, so that the client's 6 MB of cryptography are not
 * needed. The format is that of NKeys: base32 of a prefix, the seed and a CRC-16
 * (docs.nats.io/reference/reference-protocols/nkeys).
 */
final class KeyFile implements AuthHandler {
  private static final Pattern JWT = Pattern.compile("\\b(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)");
  private static final Pattern SEED = Pattern.compile("\\b(SU[A-Z2-7]{56})\\b");
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int PREFIX_BYTES = 2;
  private static final int SEED_BYTES = 32;

  /** The prefix of a user's public key: its text begins with U. */
  private static final byte USER = (byte) (20 << 3);

  private final KeyPair pair;
  private final @Nullable String jwt;

  private KeyFile(KeyPair pair, @Nullable String jwt) {
    this.pair = pair;
    this.jwt = jwt;
  }

  static KeyFile read(Path file) {
    try {
      String text = Files.readString(file);
      Matcher seed = SEED.matcher(text);
      Matcher jwt = JWT.matcher(text);
      if (seed.find()) {
        return new KeyFile(pair(decode(seed.group(1))), jwt.find() ? jwt.group(1) : null);
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "the file %s of option credentials cannot be read".formatted(file));
    }
    throw new ConfigurationException(
        "the file %s of option credentials holds no seed of a user. Have nsc write it anew"
            .formatted(file));
  }

  private static KeyPair pair(byte[] raw) {
    byte[] seed = Arrays.copyOfRange(raw, PREFIX_BYTES, PREFIX_BYTES + SEED_BYTES);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Given(seed));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM since 15 has Ed25519", e);
    }
  }

  /**
   * Not random at all: makes a generator give the pair of a seed, which the JDK has no call for.
   */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Given(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  @Override
  public byte[] sign(byte[] nonce) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(nonce);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was made cannot be used", e);
    }
  }

  @Override
  public char[] getID() {
    return publicKey().toCharArray();
  }

  @Override
  public char[] getJWT() {
    return jwt == null ? new char[0] : jwt.toCharArray();
  }

  private String publicKey() {
    var point = ((EdECPublicKey) pair.getPublic()).getPoint();
    byte[] big = point.getY().toByteArray();
    byte[] key = new byte[SEED_BYTES];
    for (int i = 0; i < Math.min(big.length, key.length); i++) {
      key[i] = big[big.length - 1 - i];
    }
    if (point.isXOdd()) {
      key[SEED_BYTES - 1] |= (byte) 0x80;
    }
    ByteBuffer text = ByteBuffer.allocate(1 + SEED_BYTES + 2).order(ByteOrder.LITTLE_ENDIAN);
    text.put(USER).put(key);
    text.putShort(crc(text.array(), 1 + SEED_BYTES));
    return encode(text.array());
  }

  /** CRC-16/XMODEM. */
  private static short crc(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
    }
    return (short) crc;
  }

  private static byte[] decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
      held = held << 5 | BASE32.indexOf(letter);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(held >> bits);
      }
    }
    return out.toByteArray();
  }

  private static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte one : bytes) {
      held = held << 8 | (one & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(held >> bits & 31));
      }
    }
    return bits == 0
        ? text.toString()
        : text.append(BASE32.charAt(held << (5 - bits) & 31)).toString();
  }

  @Override
  public String toString() {
    return "KeyFile[***]";
  }
}
