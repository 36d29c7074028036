import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Locale;

/// Runs the block, sees that it is heeded, and tells each setting with its default constant.
public class Settings {
  public static void main(String[] words) throws Exception {
    // the block
    assert tracker.health().message().equals("All's well") : tracker.health();
    for (int i = 0; i < 49; i++) {
      tracker.trackError();
    }
    assert tracker.isHealthy();
    tracker.record(599);
    assert tracker.health().status() == 500 : tracker.health();
    assert tracker.health().message().equals("Too many errors") : tracker.health();

    Class<?> builder = StatusCodeTracker.Builder.class;
    for (Method method : builder.getDeclaredMethods()) {
      if (method.getReturnType() == builder && Modifier.isPublic(method.getModifiers())) {
        System.out.println("setting " + method.getName() + " " + value(builder, method.getName()));
      }
    }
    for (Method method : SelfRegistration.Builder.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        System.out.println("registration " + method.getName());
      }
    }
  }

  private static Object value(Class<?> builder, String setting) throws Exception {
    String constant = "DEFAULT_" + setting.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    try {
      Object value = builder.getField(constant).get(null);
      return value instanceof Duration time ? time.toSeconds() + "s" : value;
    } catch (NoSuchFieldException none) {
      return "";
    }
  }
}
