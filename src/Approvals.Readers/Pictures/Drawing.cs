using System.Collections.Immutable;

namespace Approvals.Readers.Pictures;

internal readonly record struct Point(int X, int Y);

internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public Point Centre => new(X + (Width / 2), Y + (Height / 2));

    public bool Meets(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}

/// <summary>Words at an arrow, broken into lines.</summary>
/// <param name="Align">-1: the text ends at <see cref="At"/>; 0: it is centred there; 1: it begins there.</param>
/// <param name="At">The base line of the first line.</param>
internal sealed record DrawnLabel(ImmutableArray<string> Lines, Point At, int Align, Box Box);

/// <param name="Lane">Arrows of one lane lead to one place and share their line there.</param>
internal sealed record DrawnArrow(FlowArrow Arrow, int Lane, ImmutableArray<Point> Points, DrawnLabel? Label);

/// <summary>An end is drawn once in every row from which it is reached.</summary>
internal sealed record DrawnEnd(int Node, int Row, Box Box);

/// <param name="From">The centre of its dot.</param>
internal sealed record DrawnStart(FlowStart Start, Point From, Point To);

/// <summary>A definition on paper: where everything stands, in whole units, nothing negative.</summary>
internal sealed record Drawing(
    int Width, int Height, int Rows, ImmutableArray<Box> Stages, ImmutableArray<DrawnEnd> Ends, ImmutableArray<DrawnArrow> Arrows,
    ImmutableArray<DrawnStart> Starts)
{
    /// <summary>How often a line runs across one that leads elsewhere, or hides in it.</summary>
    public int Crossings => Crossing.Count(Arrows);
}

/// <summary>How large things are, and how many stages stand in a row.</summary>
internal sealed record Sizes(
    int StageWidth, int StageHeight, int Gap, int EndWidth, int EndHeight, int EndGap, int Lane, int Letter, int MostColumns)
{
    /// <summary>Kept free below every stage for what a writer hangs there.</summary>
    public int Apron { get; init; }

    /// <summary>How much of a stage's width, from the left, no line touches from above or below.</summary>
    public int Aside { get; init; }

    /// <summary>Room above the first row.</summary>
    public int Top { get; init; } = 8;

    /// <summary>The stages that are drawn as a ring instead of a box.</summary>
    public Func<int, bool> IsRing { get; init; } = _ => false;

    public int Ring { get; init; } = 36;

    /// <summary>How far above or before its stage a start stands, from its centre.</summary>
    public (int Above, int Before) Start { get; init; } = (20, 22);

    public int StartRadius { get; init; } = 6;

    /// <summary>Kept free between ends that stand above one another.</summary>
    public int EndSpace { get; init; } = 12;

    public int Line => Letter + 3;

    /// <summary>For the words of a line to an end.</summary>
    public int EndRoom => EndGap - 24;

    /// <summary>Stages below one another, with room for words at their left.</summary>
    public bool Upright => MostColumns == 1;

    /// <summary>On a sheet of paper or a wide screen.</summary>
    public static Sizes Wide { get; } = new(132, 74, 84, 88, 36, 78, 13, 12, 5) { Aside = 24 };

    /// <summary>On a phone.</summary>
    public static Sizes Narrow { get; } = new(134, 66, 0, 76, 36, 66, 10, 12, 1) { Aside = 24 };
}
