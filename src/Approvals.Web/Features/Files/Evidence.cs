using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features.Files;

/// <summary>A file that came with a press, before anybody has said that it is kept.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record Brought(string Sha256, string Name, byte[] Content);

/// <summary>佐证材料: what a form brought, within limits.</summary>
public static class Evidence
{
    private const long LargestFile = 20L * 1024 * 1024;

    private const int MostFiles = 10;

    /// <summary>
    /// The files, or why they are not taken. An action that takes no evidence ignores them: its form may have another
    /// button that does. What shows a decision that is written down for another (代录) belongs to any action.
    /// </summary>
    /// <param name="scan">The field of what shows such a decision.</param>
    public static async Task<(ImmutableArray<Brought> Files, string? Refused)> ReadAsync(
        IFormFileCollection uploads, StageAction action, string scan, CancellationToken cancellation)
    {
        var takes = action.Inputs.Any(i => i is Input.Evidence);
        // A file input that was left alone sends no name.
        var chosen = uploads.Where(f => !string.IsNullOrEmpty(f.FileName) && (takes || f.Name == scan)).ToList();
        if (chosen.Count == 0)
        {
            return ([], null);
        }

        if (chosen.Count > MostFiles)
        {
            return ([], Texts.Acting.TooManyFiles(MostFiles));
        }

        if (chosen.Find(f => f.Length == 0) is { } empty)
        {
            return ([], Texts.Acting.FileEmpty(empty.FileName));
        }

        if (chosen.Find(f => f.Length > LargestFile) is { } large)
        {
            return ([], Texts.Acting.FileTooLarge(large.FileName, LargestFile));
        }

        var read = ImmutableArray.CreateBuilder<Brought>();
        foreach (var upload in chosen)
        {
            using var memory = new MemoryStream((int)upload.Length);
            await upload.CopyToAsync(memory, cancellation);
            var content = memory.ToArray();
            read.Add(new Brought(Convert.ToHexStringLower(SHA256.HashData(content)), upload.FileName, content));
        }

        return (read.ToImmutable(), null);
    }
}
