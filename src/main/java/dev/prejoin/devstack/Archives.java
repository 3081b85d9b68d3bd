package dev.prejoin.devstack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks what was fetched. */
final class Archives {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private Archives() {}

  /** Unpacks the archive of that ending inside a jar, and deletes the jar. */
  static void unpackInner(Path jar, String suffix, Path directory) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(suffix))
              .findFirst()
              .orElseThrow(() -> new IOException("no " + suffix + " in " + jar.getFileName()));
      try (InputStream in =
          new XZInputStream(new BufferedInputStream(zip.getInputStream(archive)))) {
        unpackTar(in, directory);
      }
    }
    Files.delete(jar);
  }

  static void unpackTarGz(Path archive, Path directory) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      unpackTar(in, directory);
    }
  }

  private static void unpackTar(InputStream in, Path directory) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("the archive has " + entry.getName() + ", outside of itself");
        }
        unpack(tar, entry, file);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
