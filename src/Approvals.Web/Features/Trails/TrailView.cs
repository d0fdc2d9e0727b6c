using System.Collections.Immutable;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Trails;

/// <summary>操作留痕.</summary>
/// <param name="ExportHref">The same lines as a file.</param>
public sealed record TrailView(ImmutableArray<TrailRow> Rows, Paging Paging, TrailFilter Filter, string ExportHref)
{
    public string? Problem { get; init; }
}
