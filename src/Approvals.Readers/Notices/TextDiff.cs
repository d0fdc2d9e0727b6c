using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>A stretch of the body against a stretch of the annex; one of the lengths may be 0.</summary>
internal readonly record struct Hunk(int BodyStart, int BodyLength, int AnnexStart, int AnnexLength);

/// <summary>Characters of two short texts aligned by their longest common subsequence.</summary>
internal static class TextDiff
{
    /// <summary>Beyond this many comparisons two texts count as wholly different.</summary>
    private const long MostCells = 4_000_000;

    public static ImmutableArray<Hunk> Compare(string body, string annex)
    {
        var head = body.AsSpan().CommonPrefixLength(annex);
        var tail = 0;
        while (tail < Math.Min(body.Length, annex.Length) - head && body[^(tail + 1)] == annex[^(tail + 1)])
        {
            tail++;
        }

        var (b, a) = (body.Length - tail - head, annex.Length - tail - head);
        if (b == 0 || a == 0 || (long)b * a > MostCells)
        {
            return b + a == 0 ? [] : [new(head, b, head, a)];
        }

        return Join(Align(body.AsSpan(head, b), annex.AsSpan(head, a)).Select(h =>
            new Hunk(h.BodyStart + head, h.BodyLength, h.AnnexStart + head, h.AnnexLength)));
    }

    private static List<Hunk> Align(ReadOnlySpan<char> body, ReadOnlySpan<char> annex)
    {
        var width = annex.Length + 1;
        var best = new ushort[(body.Length + 1) * width];
        for (var i = body.Length - 1; i >= 0; i--)
        {
            for (var j = annex.Length - 1; j >= 0; j--)
            {
                best[(i * width) + j] = body[i] == annex[j]
                    ? (ushort)(best[((i + 1) * width) + j + 1] + 1)
                    : Math.Max(best[((i + 1) * width) + j], best[(i * width) + j + 1]);
            }
        }

        var hunks = new List<Hunk>();
        for (int i = 0, j = 0; i < body.Length || j < annex.Length;)
        {
            if (i < body.Length && j < annex.Length && body[i] == annex[j])
            {
                (i, j) = (i + 1, j + 1);
                continue;
            }

            var dropsBody = j == annex.Length || (i < body.Length && best[((i + 1) * width) + j] >= best[(i * width) + j + 1]);
            hunks.Add(dropsBody ? new(i, 1, j, 0) : new(i, 0, j, 1));
            (i, j) = dropsBody ? (i + 1, j) : (i, j + 1);
        }

        return hunks;
    }

    /// <summary>Neighbours become one; a single character between two differences joins them, for it is chance.</summary>
    private static ImmutableArray<Hunk> Join(IEnumerable<Hunk> hunks)
    {
        var joined = new List<Hunk>();
        foreach (var hunk in hunks)
        {
            if (joined is [.., var last]
                && hunk.BodyStart - (last.BodyStart + last.BodyLength) is var gap && gap <= 1
                && (gap == 0 || last.BodyLength + last.AnnexLength + hunk.BodyLength + hunk.AnnexLength > 2))
            {
                joined[^1] = new(
                    last.BodyStart, hunk.BodyStart + hunk.BodyLength - last.BodyStart,
                    last.AnnexStart, hunk.AnnexStart + hunk.AnnexLength - last.AnnexStart);
            }
            else
            {
                joined.Add(hunk);
            }
        }

        return [.. joined];
    }

    /// <summary>What became of the words of one text in the other, in a person's words.</summary>
    /// <param name="later">What the other text is called.</param>
    public static string Told(string text, string other, string later) => string.Join('，', Compare(text, other).Select(h =>
        (text.Substring(h.BodyStart, h.BodyLength), other.Substring(h.AnnexStart, h.AnnexLength)) switch
        {
            ("", var added) => $"{later}多{Quote.Of(added)}",
            (var dropped, "") => $"{later}少{Quote.Of(dropped)}",
            var (from, to) => $"{Quote.Of(from)}成了{Quote.Of(to)}",
        }));
}
