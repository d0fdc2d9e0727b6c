using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Items;

/// <summary>指标: the latest number of a name.</summary>
/// <param name="Value">With its unit.</param>
/// <param name="Of">Whose part it is; null for the item's own.</param>
public sealed record MeasureView(string Title, string Value, string? Of);

internal static class MeasureViews
{
    /// <param name="cases">The item first.</param>
    public static ImmutableArray<MeasureView> Of(IEnumerable<Looked> cases) =>
    [
        .. cases.SelectMany((looked, at) => looked.Case.Measures.Select(m =>
        {
            var input = MeasureForms.Called(looked.Workflow, m.Key);
            var body = looked.Case.Party(Engine.Definitions.Party.AssignedDepartment).Bodies;
            return new MeasureView(
                input.Title, Texts.Measures.Value(m.Value, input.Unit),
                at == 0 || body.IsEmpty ? null : Texts.Join(body.Select(b => Names.Of(b, looked.Context.Directory))));
        })),
    ];
}
