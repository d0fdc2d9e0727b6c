using System.Text;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>A definition as the text of a Mermaid state diagram: what a README or a wiki draws by itself.</summary>
public static class MermaidText
{
    public static string Write(WorkflowBook book, Workflow workflow)
    {
        var graph = FlowGraph.Of(book, workflow).Merged();
        var text = new StringBuilder("stateDiagram-v2\n    direction LR\n");
        foreach (var node in graph.Nodes)
        {
            text.Append($"    state \"{Quoted(graph.TitleOf(node))}\" as {Id(node)}\n");
        }

        foreach (var start in graph.Starts)
        {
            text.Append($"    [*] --> {Id(start.At)}{Label(start.Label)}\n");
        }

        foreach (var arrow in graph.Arrows)
        {
            text.Append($"    {Id(arrow.From)} --> {Id(arrow.To)}{Label(arrow.Label)}\n");
        }

        foreach (var end in graph.Ends)
        {
            text.Append($"    {Id(end)} --> [*]\n");
        }

        return text.ToString();
    }

    /// <summary>Numbers: an id of the definition may be a word of Mermaid's own (end, state, note).</summary>
    private static string Id(int node) => $"s{node + 1}";

    private static string Label(string words) => words.Length == 0 ? "" : $": {Quoted(words)}";

    /// <summary>Marks that would end a label or a name are written as Mermaid's entities.</summary>
    private static string Quoted(string words) => string.Concat(words.ReplaceLineEndings(" ").Select(c => c switch
    {
        '"' => "#quot;",
        '#' or ';' or ':' => $"#{(int)c};",
        _ => c.ToString(),
    }));
}
