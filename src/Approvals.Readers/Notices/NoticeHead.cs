using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// The parts of a notice around its body: each a passage, so that its place is known; null where it is missing.
/// </summary>
internal sealed record NoticeHead
{
    public Passage? Number { get; init; }

    /// <summary>发文机关标志; several lines of a joint notice.</summary>
    public ImmutableArray<Passage> Letterhead { get; init; } = [];

    public Passage? Title { get; init; }

    public Passage? Addressees { get; init; }

    /// <summary>署名; several of a joint notice.</summary>
    public ImmutableArray<Passage> Signatures { get; init; } = [];

    public Passage? IssuedOn { get; init; }

    public Passage? Printed { get; init; }

    public Passage? Cc { get; init; }

    public Passage? PlanTitle { get; init; }

    public Passage? Secrecy { get; init; }

    public Passage? Urgency { get; init; }

    /// <summary>Marks that are written wrongly, each with the mark that was meant.</summary>
    public ImmutableArray<(Passage Mark, string Meant)> MisspeltMarks { get; init; } = [];

    public ImmutableArray<Passage> AnnexNames { get; init; } = [];

    public ImmutableArray<Passage> AnnexHeadings { get; init; } = [];

    /// <summary>By their headings; by their names where the file has none of them.</summary>
    public IEnumerable<Passage> Annexes => (AnnexHeadings.IsEmpty ? AnnexNames : AnnexHeadings).Where(a => a.Length > 0);

    /// <summary>What is left: the paragraphs of the body.</summary>
    public ImmutableArray<Passage> Body { get; init; } = [];

    /// <summary>So many paragraphs of the body stand before the signature.</summary>
    public int Cover { get; init; }

    /// <summary>Paragraphs of the annexes, without their headings.</summary>
    public ImmutableArray<Passage> AnnexBody { get; init; } = [];

    /// <summary>A second head inside the text: two documents in one file.</summary>
    public ImmutableArray<Passage> OtherHeads { get; init; } = [];
}
