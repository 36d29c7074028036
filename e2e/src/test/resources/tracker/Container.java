import org.apache.catalina.startup.Tomcat;

/// Tomcat on port 8080 with the application that is unpacked in a folder.
public class Container {
  public static void main(String[] words) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir("tomcat");
    tomcat.setPort(8080);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.addWebapp("", words[0]);
    tomcat.start();
    tomcat.getServer().await();
  }
}
