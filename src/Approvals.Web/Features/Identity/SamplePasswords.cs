using Approvals.Engine;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// The password of a sample unit: made at its first start, one for all its accounts, kept in clear only in a file
/// that its owner alone can read, so that the next start can print it again. An office's own accounts never use it.
/// </summary>
public sealed class SamplePasswords
{
    private const string FileName = "sample-passwords.txt";

    private readonly AccountStore _accounts;
    private readonly SignInService _signIn;

    internal SamplePasswords(AccountStore accounts, SignInService signIn)
    {
        _accounts = accounts;
        _signIn = signIn;
    }

    /// <summary>Gives every account of the unit that has none the unit's password; null when that is no longer known.</summary>
    /// <param name="folder">The data folder; made when it is missing.</param>
    public async Task<string?> OpenAsync(UnitId unit, string shortName, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        var known = await ReadAsync(file, cancellation);
        var missing = await _accounts.HasAccountsWithoutPasswordAsync(unit, cancellation);
        if (!missing)
        {
            return known.GetValueOrDefault(shortName);
        }

        if (!known.TryGetValue(shortName, out var password))
        {
            // Written before it is used: a crash between leaves a password that the next start gives out.
            known[shortName] = password = FirstPassword.Make();
            await WriteAsync(file, known, cancellation);
        }

        // One hash for all: it is one password, and eighty hashes would take the start-up eight seconds.
        await _accounts.FillPasswordsAsync(unit, _signIn.Hash(password), cancellation);
        return password;
    }

    private static async Task<SortedDictionary<string, string>> ReadAsync(string file, CancellationToken cancellation)
    {
        var lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellation) : [];
        return new(
            lines.Select(line => line.Split('\t')).Where(parts => parts.Length == 2)
                .DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1]),
            StringComparer.Ordinal);
    }

    private static async Task WriteAsync(string file, SortedDictionary<string, string> known, CancellationToken cancellation)
    {
        var draft = file + ".unfinished";
        File.Delete(draft);
        await using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        await using (var writer = new StreamWriter(stream))
        {
            foreach (var (unit, password) in known)
            {
                await writer.WriteAsync($"{unit}\t{password}\n".AsMemory(), cancellation);
            }
        }

        File.Move(draft, file, overwrite: true);
    }
}
