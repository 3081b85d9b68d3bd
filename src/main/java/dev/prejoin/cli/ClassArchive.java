package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a run as a file that the next start maps into its memory instead of reading and
 * checking them one by one (class data sharing): about half of what a start takes, and so of the
 * time until a process that was killed works again.
 *
 * <p>A JVM that is started without one notes down what it loads ({@code
 * -XX:DumpLoadedClassList=ARCHIVE.%p}) and is told by a property where the archive goes. A JVM that
 * is given one that does not fit passes over it.
 */
final class ClassArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  /** Where the archive goes; not set where there is one, or none is to be made. */
  private static final String PROPERTY = "prejoin.archive";

  /** By then all that rows meet on their way has been loaded. */
  private static final Duration AFTER = Duration.ofSeconds(20);

  private static final Pattern PID = Pattern.compile("\\.pid(\\d{1,18})$");

  private final Path archive;
  private final String classPath;

  /**
   * An archive that is not made.
   *
   * @param classPath that the next start has; a JVM archives no classes that are not in jars
   */
  ClassArchive(Path archive, String classPath) {
    this.archive = archive;
    this.classPath = classPath;
  }

  /** Makes the archive once the application has run for a while, if one is to be made. */
  static void makeFrom(Application application) {
    String path = System.getProperty(PROPERTY);
    if (path == null) {
      return;
    }
    ClassArchive archive = new ClassArchive(Path.of(path), System.getProperty("java.class.path"));
    Thread thread = new Thread(() -> archive.make(application), "prejoin-archive");
    thread.setDaemon(true);
    thread.start();
  }

  private void make(Application application) {
    try {
      removeLeftOver();
      application.awaitRunning();
      Thread.sleep(AFTER.toMillis());
      dump();
      LOG.info("classes are archived in {}: the next start takes half as long", archive);
    } catch (IOException e) {
      // Only time is lost.
      LOG.debug("no archive of classes: {}", e.toString());
    } catch (InterruptedException | ProblemException e) {
      // The application ends.
    }
  }

  /** What processes noted down that were killed before they came to use it. */
  void removeLeftOver() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            archive.toAbsolutePath().getParent(), archive.getFileName() + ".*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Matcher pid = PID.matcher(name);
        if (pid.find() && ProcessHandle.of(Long.parseLong(pid.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Makes the archive of what this process has noted down by now. */
  void dump() throws IOException, InterruptedException {
    // As a JVM writes %p.
    String pid = ".pid" + ProcessHandle.current().pid();
    Path noted = beside(pid);
    Path classes = beside(".classes" + pid);
    Path made = beside(".new" + pid);
    try {
      // The last line may be half written.
      String text = Files.readString(noted);
      Files.writeString(classes, text.substring(0, text.lastIndexOf('\n') + 1));
      Process dump =
          new ProcessBuilder(command(classes, made))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (dump.waitFor() != 0) {
        throw new IOException("exit status " + dump.exitValue());
      }
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(noted);
      Files.deleteIfExists(classes);
      Files.deleteIfExists(made);
    }
  }

  private Path beside(String suffix) {
    return archive.resolveSibling(archive.getFileName() + suffix);
  }

  private List<String> command(Path classes, Path made) {
    return List.of(
        "nice",
        "-n",
        "19",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:dump",
        // A heap whose size decides how references are stored, so that it is as in a run.
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:SharedClassListFile=" + classes,
        "-XX:SharedArchiveFile=" + made,
        "-cp",
        classPath);
  }
}
