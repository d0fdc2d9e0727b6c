using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>How a difference may be ruled on; spelled as stored.</summary>
internal enum Ruling
{
    /// <summary>以附件为准.</summary>
    Annex,

    /// <summary>以正文为准.</summary>
    Body,

    /// <summary>按原文保留.</summary>
    Kept,

    /// <summary>已更正.</summary>
    Mended,
}

/// <summary>Which rulings fit a finding: a page offers them, and no other is taken.</summary>
internal static class Rulings
{
    public static ImmutableArray<Ruling> For(NoticeFinding finding) => finding is { BodyText: not null, AnnexText: not null }
        ? [Ruling.Annex, Ruling.Body, Ruling.Kept, Ruling.Mended]
        : [Ruling.Kept, Ruling.Mended];

    /// <summary>The ruling is refused without a note.</summary>
    public static bool NeedsNote(Ruling ruling) => ruling is Ruling.Kept or Ruling.Mended;
}
