using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>A form in which a definition leaves the program.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Extension">Of its file, without the point.</param>
public sealed record DefinitionForm(
    string Name, string Extension, string MediaType, string Description, Func<WorkflowBook, Workflow, string> Write)
{
    /// <summary>One line a form.</summary>
    public static ImmutableArray<DefinitionForm> All { get; } =
    [
        new("bpmn", "bpmn", "application/xml", "BPMN 2.0，带图形，流程建模工具可打开", BpmnXml.Write),
        new("mermaid", "mmd", "text/plain", "Mermaid 状态图的文本，可贴进文档", MermaidText.Write),
        new("svg", "svg", "image/svg+xml", "SVG 图，可打印、可插入文档", (book, workflow) =>
            new SvgPicture(book, workflow, narrow: false).Draw(Shown.Nothing) + "\n"),
    ];

    /// <summary>As a file.</summary>
    public string FileNameOf(Workflow workflow) => $"{workflow.Id}.{Extension}";
}
