using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// 恢复码: for the day on which the phone is lost, each good once. Sixteen signs are 79 bits: nobody finds them from their
/// SHA-256, which is all that is kept.
/// </summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>Without what looks alike: 0 o, 1 i l.</summary>
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    public static ImmutableArray<string> Make() =>
    [
        .. Enumerable.Range(0, Count).Select(_ => string.Join(
            '-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Readable, GroupLength)))),
    ];

    /// <summary>Of the code however it was typed: capitals, blanks and dashes do not matter.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant()));
}
