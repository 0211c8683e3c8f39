package io.busline.logs;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes for {@link AssertedWarningsTest} to run; by their names, Maven does not find them. */
final class Planted {
  private Planted() {}

  private static void warn(String text) {
    log("io.busline.planted", Level.WARNING, text);
  }

  private static void log(String logger, Level level, String text) {
    System.getLogger(logger).log(level, "planted: " + text);
  }

  static class Silent {
    @Test
    void says_nothing_alarming() {
      log("io.busline", Level.INFO, "all is well");
      log("io.buslinear", Level.ERROR, "of somebody else");
    }
  }

  static class Late {
    @Test
    @Warns("leak")
    void ends_before_it_is_told() {
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> warn("leak"));
    }
  }

  static class Unasserted {
    @Test
    void warns() {
      warn("leak");
    }

    @Test
    void errs() {
      log("io.busline", Level.ERROR, "explosion");
    }

    @Test
    @Warns("leak")
    void warns_of_other_things_too() {
      warn("leak");
      warn("flood");
    }

    @Test
    @Warns("leak")
    void warns_more_often() {
      warn("leak");
      warn("leak again");
    }
  }

  static class WarnsWhileItCloses {
    @AfterEach
    void close() {
      warn("late");
    }

    @Test
    void is_quiet() {}
  }

  static class Missing {
    @Test
    @Warns("leak")
    void is_quiet() {}

    @Test
    @Warns(value = "leak", times = 2, orMore = true)
    void warns_too_seldom() {
      warn("leak");
    }

    @Test
    @Warns({"leak", "leak"})
    void warns_once_of_two() {
      warn("leak");
    }
  }

  static class Asserted {
    @Test
    @Warns({"leak", "flood"})
    void warns() {
      warn("flood");
      warn("leak");
    }

    @Test
    @Warns(value = "leak", times = 2)
    @Warns("flood")
    void warns_often() {
      warn("leak");
      warn("flood");
      warn("leak");
    }

    @Test
    @Warns(value = "leak", orMore = true)
    void warns_more_often() {
      warn("leak");
      warn("leak");
    }

    @Test
    @Warns("java.lang.IllegalStateException: deep inside")
    void warns_with_an_exception() {
      System.getLogger("io.busline")
          .log(Level.WARNING, "planted", new IllegalStateException("deep inside"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Warns("leak")
    void warns_each_time(int time) {
      warn("leak " + time);
    }
  }

  static class Allowed {
    @Test
    @MayWarn("leak")
    void is_quiet() {}

    @Test
    @MayWarn({"flood", "leak"})
    void warns() {
      warn("leak");
      warn("leak");
    }
  }

  static class AllowedAnything {
    @Test
    @MayWarn
    @Warns("leak")
    void warns_of_other_things_too() {
      warn("flood");
      warn("leak");
    }

    @Test
    @MayWarn
    @Warns("leak")
    void lacks_what_it_asserts() {
      warn("flood");
    }
  }

  @Warns("leak")
  @MayWarn("flood")
  static class OfAClass {
    @Nested
    class Inner {
      @Test
      void warns() {
        warn("leak");
        warn("flood");
      }

      @Test
      void is_quiet() {}
    }
  }

  static class AroundTests {
    @AfterAll
    static void close() {
      warn("between");
    }

    @Test
    void is_quiet() {}
  }

  static class Slow {
    @Test
    void is_slow() {
      System.getLogger("io.busline")
          .log(
              Level.WARNING,
              "publishing: 3 events wait for the broker's confirmation, the first for 507ms");
      System.getLogger("io.busline")
          .log(Level.WARNING, "subscription a is DEGRADED: nothing moves");
    }

    @Test
    void is_down() {
      System.getLogger("io.busline").log(Level.WARNING, "subscription planted is DOWN: it hangs");
    }
  }

  static class Failing {
    @Test
    @Warns({"leak", "flood"})
    void fails() {
      warn("leak");
      throw new IllegalStateException("for another reason");
    }
  }

  static class Replaced {
    @Test
    @Warns("leak")
    @ExtendWith(Replacement.class)
    void warns() {
      warn("leak");
    }
  }

  private static final class Replacement implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> context,
        ExtensionContext test) {
      invocation.skip();
      AssertedWarnings.demandNothing(test);
    }
  }

  static class Senseless {
    @Test
    @Warns(value = "leak", times = 0)
    void warns_never() {}
  }
}
