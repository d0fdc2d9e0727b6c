using System.Collections.Frozen;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// What a new password must be: long enough, and hard to guess for somebody who knows the lists of common passwords, the keyboard, the
/// calendar, and who it is. Capitals, digits and signs are not asked for: they make passwords worse (NIST SP 800-63B).
/// </summary>
internal static class PasswordRules
{
    private const int Shortest = 12;

    /// <summary>Also of what is compared at all: a long text must not buy more work than a short one.</summary>
    internal const int Longest = 200;

    /// <summary>So many signs must be left that nobody guesses; each different guessable piece counts as two.</summary>
    private const int Needed = 8;

    private const int PieceIsWorth = 2;

    private const int ShortestPiece = 2;

    private static readonly string[] Rows =
    [
        "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()",
    ];

    private static readonly FrozenSet<string> Common = ReadCommon();

    private static readonly int LongestCommon = Common.Max(c => c.Length);

    private enum Piece
    {
        Common,
        Own,
        Run,
    }

    /// <summary>Null where it is good; else the sentence why not.</summary>
    /// <param name="own">What everybody knows of its owner: login, name, the unit's names.</param>
    public static string? Judge(string? password, params IEnumerable<string> own) => password switch
    {
        null or { Length: < Shortest } => Texts.Passwords.Short,
        { Length: > Longest } => Texts.Passwords.Long,
        _ => Guessable(password.ToLowerInvariant(), [.. own.Select(o => o.ToLowerInvariant()).Where(o => o.Length >= ShortestPiece)]),
    };

    private static string? Guessable(string password, IReadOnlyList<string> own)
    {
        var pieces = new HashSet<string>();
        var covered = new int[3];
        var left = 0;
        for (var at = 0; at < password.Length;)
        {
            var (length, kind) = LongestPiece(password, at, own);
            if (length == 0)
            {
                left++;
                at++;
                continue;
            }

            covered[(int)kind] += length;
            pieces.Add(password.Substring(at, length));
            at += length;
        }

        return left + (PieceIsWorth * pieces.Count) >= Needed
            ? null
            : (Piece)Array.IndexOf(covered, covered.Max()) switch
            {
                Piece.Common => Texts.Passwords.Common,
                Piece.Own => Texts.Passwords.Own,
                _ => Texts.Passwords.Run,
            };
    }

    /// <summary>The longest piece that begins there; of equally long ones the owner's own.</summary>
    private static (int Length, Piece Kind) LongestPiece(string password, int at, IReadOnlyList<string> own)
    {
        var rest = password.AsSpan(at);
        var ours = 0;
        foreach (var word in own)
        {
            ours = rest.StartsWith(word) ? Math.Max(ours, word.Length) : ours;
        }

        var common = Math.Min(LongestCommon, rest.Length);
        while (common >= ShortestPiece && !Common.Contains(password.Substring(at, common)))
        {
            common--;
        }

        common = common < ShortestPiece ? 0 : common;
        var run = Math.Max(Math.Max(Repeated(rest), InARow(rest)), Math.Max(Seen(password, at), Date(rest)));
        return ours > 0 && ours >= common && ours >= run ? (ours, Piece.Own)
            : common >= run ? (common, Piece.Common)
            : (run, Piece.Run);
    }

    /// <summary>aaa.</summary>
    private static int Repeated(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(rest[0]);
        var length = end < 0 ? rest.Length : end;
        return length >= 3 ? length : 0;
    }

    /// <summary>Three or more beside each other on the keyboard, in the alphabet or among the digits, forwards or backwards.</summary>
    private static int InARow(ReadOnlySpan<char> rest)
    {
        var longest = 0;
        foreach (var row in Rows)
        {
            foreach (var step in (ReadOnlySpan<int>)[1, -1])
            {
                var (length, place) = (1, row.IndexOf(rest[0], StringComparison.Ordinal));
                while (place >= 0 && length < rest.Length && place + step >= 0 && place + step < row.Length
                    && row[place + step] == rest[length])
                {
                    place += step;
                    length++;
                }

                longest = Math.Max(longest, place >= 0 ? length : 0);
            }
        }

        return longest >= 3 ? longest : 0;
    }

    /// <summary>What stood in the password before: the second half of xyzxyz says nothing new.</summary>
    private static int Seen(string password, int at)
    {
        var length = Math.Min(at, password.Length - at);
        while (length >= 3 && !password[..at].Contains(password.Substring(at, length), StringComparison.Ordinal))
        {
            length--;
        }

        return length >= 3 ? length : 0;
    }

    /// <summary>19870606, 870606 or 1987: years from 1930 to 2059.</summary>
    private static int Date(ReadOnlySpan<char> rest)
    {
        foreach (var (length, year) in (ReadOnlySpan<(int, int)>)[(8, 4), (6, 2), (4, 4)])
        {
            if (rest.Length >= length && !rest[..length].ContainsAnyExceptInRange('0', '9')
                && (year == 2 || int.Parse(rest[..4]) is >= 1930 and <= 2059)
                && (length == 4 || IsDay(rest.Slice(year, 4))))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool IsDay(ReadOnlySpan<char> digits) =>
        int.Parse(digits[..2]) is >= 1 and <= 12 && int.Parse(digits[2..]) is >= 1 and <= 31;

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("The program lacks its list of common passwords.");
        using var lines = new StreamReader(stream);
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
