package dev.prejoin.expression;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes that generated code may name. For each word of the source the compiler asks whether
 * it is a class, and each time that it is none, all archives of the class path would be searched;
 * so what was missed once is remembered.
 */
final class KnownClasses extends ClassLoader {
  static final KnownClasses INSTANCE = new KnownClasses();

  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  private KnownClasses() {
    super(KnownClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (missing.contains(name)) {
      throw new MissingException(name);
    }
    try {
      return super.loadClass(name, resolve);
    } catch (ClassNotFoundException e) {
      missing.add(name);
      throw e;
    }
  }

  /** Without a trace, as it is an answer. */
  private static final class MissingException extends ClassNotFoundException {
    MissingException(String name) {
      super(name);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
