using System.Collections.Immutable;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Trails;

/// <summary>操作留痕.</summary>
/// <param name="ExportHref">The same lines as a file.</param>
public sealed record TrailView(ImmutableArray<TrailRow> Rows, Paging Paging, TrailFilter Filter, string ExportHref)
{
    /// <summary>The reader asked for these lines; else they are the last thirty days.</summary>
    public bool Filtered { get; init; }

    public string? Problem { get; init; }
}
