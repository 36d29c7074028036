import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.servlet.HealthServlet;
import dev.allwell.tracker.servlet.StatusCodeFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

// the block
