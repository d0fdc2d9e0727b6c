using System.Text;
using System.Xml;
using System.Xml.Linq;
using Approvals.Engine;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>
/// A definition as BPMN 2.0 with its diagram: what any tool of the field opens. It describes the process and runs nowhere:
/// what BPMN has no word for stands as a note beside the stage. The same definition gives the same bytes.
/// </summary>
public static class BpmnXml
{
    internal static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    internal static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private const string Target = "urn:approvals:workflows";

    public static string Write(WorkflowBook book, Workflow workflow)
    {
        var process = new BpmnProcess(book, workflow);
        var document = new XElement(
            Bpmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "bpmn", Bpmn),
            new XAttribute(XNamespace.Xmlns + "bpmndi", BpmnDiagram.Di),
            new XAttribute(XNamespace.Xmlns + "dc", BpmnDiagram.Dc),
            new XAttribute(XNamespace.Xmlns + "di", BpmnDiagram.Points),
            new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
            new XAttribute("id", "definitions"),
            new XAttribute("targetNamespace", Target),
            new XAttribute("exporter", "approvals"),
            new XElement(
                Bpmn + "process", new XAttribute("id", ProcessId(workflow.Id)), new XAttribute("name", workflow.Title),
                new XAttribute("isExecutable", false), process.Elements),
            new BpmnDiagram(process, ProcessId(workflow.Id)).Element);
        var text = new StringBuilder();
        var form = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var writer = XmlWriter.Create(text, form))
        {
            document.WriteTo(writer);
        }

        return $"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}{text}{"\n"}""";
    }

    /// <summary>Ids of the definition may hold what an XML id may not.</summary>
    internal static string Name(string kind, string id) => XmlConvert.EncodeLocalName($"{kind}_{id}");

    internal static string ProcessId(WorkflowId workflow) => Name("process", workflow.Value);
}
