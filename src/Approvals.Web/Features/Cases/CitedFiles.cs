using System.Collections.Immutable;
using Approvals.Engine;

namespace Approvals.Web.Features.Cases;

/// <summary>佐证材料 as each press brought it: the same bytes may have another name, and another reason, in another case.</summary>
public sealed class CitedFiles(IReadOnlyDictionary<(CaseId Case, int Seq, string Sha256), Attachment> files)
{
    public static CitedFiles None { get; } = new(ImmutableDictionary<(CaseId, int, string), Attachment>.Empty);

    /// <summary>In the order in which the press named them.</summary>
    public ImmutableArray<Attachment> Of(Told told) =>
    [
        .. StoryRows.SaidIn(told.Event).Evidence
            .Select(hash => files.GetValueOrDefault((told.Case, told.Seq, hash))).OfType<Attachment>(),
    ];
}
