using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// A place in the extracted text: from a character of a line to a character (exclusive) of the same or a later line.
/// </summary>
public sealed record SourceSpan(int Line, int Start, int EndLine, int End)
{
    public SourceSpan To(SourceSpan last) => this with { EndLine = last.EndLine, End = last.End };
}

/// <summary>Counted from 0 within the document, the table, the row.</summary>
public sealed record CellPlace(int Table, int Row, int Column);

/// <summary>One line of the extracted text: a paragraph, or a line of one.</summary>
/// <param name="Cell">The table cell that holds the line, null outside tables.</param>
public sealed record SourceLine(int Index, string Text, CellPlace? Cell);

/// <summary>A stretch of one line.</summary>
internal readonly record struct Segment(int Line, int Start, int End);

/// <summary>
/// A grid of cells, ragged as in the file; a merged cell stands in every place that it covers, so the same segments tell it.
/// </summary>
internal sealed record SourceTable(ImmutableArray<ImmutableArray<ImmutableArray<Segment>>> Rows)
{
    public ImmutableArray<Segment> At(int row, int column) => column < Rows[row].Length ? Rows[row][column] : [];

    /// <summary>Whether one merged cell covers both places.</summary>
    public bool IsMerged(int row, int column, int otherRow, int otherColumn) =>
        At(row, column) is { IsEmpty: false } cell && At(otherRow, otherColumn) is { IsEmpty: false } other && cell[0] == other[0];
}

/// <summary>
/// What every format becomes before it is understood: lines with their places, tables, and the paragraphs outside tables in
/// order. Made by <see cref="DocumentBuilder"/>.
/// </summary>
/// <param name="Paragraphs">Outside tables, with more than blanks; a glued line has several, a wrapped one is of several lines.</param>
internal sealed record SourceDocument(
    ImmutableArray<SourceLine> Lines, ImmutableArray<SourceTable> Tables,
    ImmutableArray<ImmutableArray<Segment>> Paragraphs)
{
    /// <summary>A thousand full pages: more is no notice, and would not fit into 200 MB with its places.</summary>
    public const int MostCharacters = 600_000;

    public const int MostLines = 60_000;

    public static NoticeRefusedException TooLong() =>
        new(RefusedFile.TooLarge, "文件的文字超过六十万字，不像一份通知，请拆分后再上传。");

    /// <summary>The lines as they are read: other marks in the same places.</summary>
    public ImmutableArray<SourceLine> Read { get; init; } = Lines;

    public string TextOf(Segment at) => Lines[at.Line].Text[at.Start..at.End];

    /// <summary>The lines of a place, each from where it begins there to where it ends.</summary>
    public IEnumerable<Segment> Stretch(SourceSpan place) => Enumerable.Range(place.Line, place.EndLine - place.Line + 1).Select(line => new Segment(
        line, line == place.Line ? place.Start : 0, line == place.EndLine ? place.End : Lines[line].Text.Length));

    public Passage Passage(params IEnumerable<Segment> segments) => Notices.Passage.Of(this, segments);

    public Passage Passage(ImmutableArray<Segment> segments, bool breaks) =>
        breaks ? Notices.Passage.WithBreaks(this, segments) : Notices.Passage.Of(this, segments);
}
