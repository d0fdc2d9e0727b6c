using System.Text;

namespace Approvals.Tests.Definitions.Proof;

/// <summary>A small edition as the explorer of the tests plays it, and as a definition's author would write it.</summary>
internal sealed record Sketch(List<SketchFlow> Flows)
{
    public SketchFlow this[string id] => Flows.Single(f => f.Id == id);

    public string Yaml(SketchFlow flow)
    {
        var text = new StringBuilder($"apiVersion: approvals/1\nworkflow: {flow.Id}\ntitle: {flow.Id}\nstages:\n");
        foreach (var stage in flow.Stages)
        {
            text.Append($"  - id: {stage.Id}\n    title: {stage.Id}\n");
            if (stage.Seat is { } seat)
            {
                text.Append($"    signers: {seat}\n    mode: {(stage.All ? "all" : "any")}\n    actions:\n");
                foreach (var action in stage.Actions)
                {
                    text.Append($"      {action.Id}: {{title: {action.Id}{(action.To is { } to ? $", to: {to}" : "")}")
                        .Append(action.When is { } when ? $", when: {when}" : "")
                        .Append(action.AtOnce ? ", at_once: true" : "")
                        .Append(action.Effects.Count > 0 ? $", effects: [{string.Join(", ", action.Effects)}]" : "").Append("}\n");
                }
            }

            text.Append(stage.Apart.Count > 0 ? $"    not_same_as: [{string.Join(", ", stage.Apart)}]\n" : "")
                .Append(stage.Wait is { } wait ? $"    wait: {{until: {wait.When}, to: {wait.To}}}\n" : "")
                .Append(stage.Split is { } split ? $"    split: [{{workflow: {split.Flow}, each: {split.Each}}}]\n" : "")
                .Append(stage.Instead is { } instead ? $"    on_unavailable: {instead}\n" : "");
        }

        return text.Append($"ends: [{string.Join(", ", flow.Ends.Select(e => $"{{id: {e}, title: {e}}}"))}]\n").ToString();
    }

    public override string ToString() => string.Join('\n', Flows.Select(Yaml));
}

internal sealed record SketchFlow(string Id, List<SketchStage> Stages, List<string> Ends)
{
    public int Place(string id) => Stages.FindIndex(s => s.Id == id) is var at and >= 0 ? at : Stages.Count + Ends.IndexOf(id);
}

/// <param name="Seat">As it is written; null: nobody acts here.</param>

internal sealed record SketchStage(
    string Id, string? Seat, bool All, List<SketchAction> Actions, List<string> Apart, (string When, string To)? Wait,
    (string Flow, string Each)? Split, string? Instead);

/// <param name="When">Words of the language, without brackets.</param>
internal sealed record SketchAction(string Id, string? To, string? When, bool AtOnce, List<string> Effects);
