package selaras.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the build has put into the WAR. */
class WarIT {
  /** By the rule of the server, which else reads all classes of the library at each start. */
  @Test
  void war_itsLibraries_areLeftOutOfTheSearchForAnnotations() throws IOException {
    try (ZipFile war = new ZipFile("target/selaras.war")) {
      List<String> libraries =
          war.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar")).toList();
      assertThat(libraries)
          .hasSizeGreaterThan(10)
          .allSatisfy(library -> assertThat(war.getEntry(unpackedName(library))).isNotNull());
    }
  }

  private static String unpackedName(String library) {
    return library.replaceAll("[/ ]", "__").replace(".jar", "_jar");
  }
}
