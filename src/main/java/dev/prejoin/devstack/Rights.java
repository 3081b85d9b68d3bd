package dev.prejoin.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root; then it runs as nobody, and so must its files be. */
final class Rights {
  private static final int NOBODY = 65_534;

  private Rights() {}

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** setpriv's options for the user without rights. */
  static List<String> nobody() {
    return root() ? List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
  }

  /** Makes a directory that only that user may enter. */
  static void privateDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (root()) {
      Files.setAttribute(directory, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(directory, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
  }
}
