package selaras;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A package named after a thing of the domain is pure Java; one named after a technology is an
 * adapter; {@code boot} alone knows both.
 */
final class PackageRuleTest {
  private static final String[] DOMAIN = {
    "selaras.access",
    "selaras.answers",
    "selaras.limits",
    "selaras.cluster",
    "selaras.consensus",
    "selaras.lock",
    "selaras.queue",
    "selaras.cache",
    "selaras.store",
    "selaras.webhook"
  };
  private static final String[] ADAPTERS = {
    "selaras..redis..",
    "selaras..ratis..",
    "selaras..grizzly..",
    "selaras..jersey..",
    "selaras.webhook.http..",
    "selaras.access.jwt..",
    "selaras..prometheus.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("selaras");

  @Test
  void domain_isPureJava() {
    noClasses()
        .that()
        .resideInAnyPackage(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "selaras..")
        .check(CLASSES);
  }

  @Test
  void domain_knowsNoAdapter() {
    noClasses()
        .that()
        .resideInAnyPackage(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ADAPTERS)
        .check(CLASSES);
  }

  @Test
  void leaves_knowNothingElse() {
    for (String leaf : List.of("selaras.cluster", "selaras.answers", "selaras.limits")) {
      noClasses()
          .that()
          .resideInAPackage(leaf)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", leaf)
          .check(CLASSES);
    }
  }

  @Test
  void ratis_isKnownInOnePackage() {
    isKnownOnlyIn("selaras.consensus.ratis", "org.apache.ratis..");
  }

  @Test
  void jedis_isKnownInTheRedisPackages() {
    isKnownOnlyIn("selaras..redis..", "redis.clients..");
  }

  @Test
  void grizzly_isKnownInOnePackage() {
    isKnownOnlyIn("selaras.web.grizzly", "org.glassfish.grizzly..");
  }

  @Test
  void jersey_isKnownInOnePackage() {
    isKnownOnlyIn("selaras.web.jersey", "org.glassfish.jersey..");
  }

  @Test
  void prometheus_isKnownInOnePackage() {
    isKnownOnlyIn("selaras.web.prometheus", "io.prometheus..");
  }

  @Test
  void nimbus_isKnownInOnePackage() {
    isKnownOnlyIn("selaras.access.jwt", "com.nimbusds..");
  }

  @Test
  void web_knowsNoAdapter() {
    noClasses()
        .that()
        .resideInAPackage("selaras.web")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ADAPTERS)
        .check(CLASSES);
  }

  @Test
  void webAndBoot_areImportedByNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackages("selaras.web..", "selaras.boot..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("selaras.web..", "selaras.boot..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("selaras.boot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("selaras.web..")
        .check(CLASSES);
  }

  /** It is an archive of its own, for servers that have nothing else of Selaras. */
  @Test
  void connector_standsAlone() {
    classes()
        .that()
        .resideInAPackage("selaras.connector")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.transaction.xa",
            "jakarta.resource..",
            "jakarta.json..",
            "selaras.connector")
        .check(CLASSES);
    isKnownOnlyIn("selaras.connector", "selaras.connector");
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("selaras.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void lockTable_readsNoClockAndNoRandomNumber() {
    noClasses()
        .that()
        .haveFullyQualifiedName("selaras.lock.LockTable")
        .or()
        .haveFullyQualifiedName("selaras.lock.LockState")
        .or()
        .haveFullyQualifiedName("selaras.lock.WaitGraph")
        .or()
        .haveFullyQualifiedName("selaras.lock.Resource")
        .or()
        .haveFullyQualifiedName("selaras.lock.RequestMemory")
        .or()
        .haveFullyQualifiedName("selaras.lock.Deadlines")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.time..", "java.util.concurrent..", "java.security..", "java.io..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void lockAndConsensus_readNoWallClock() {
    noClasses()
        .that()
        .resideInAnyPackage("selaras.lock..", "selaras.consensus..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }

  private void isKnownOnlyIn(String home, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
