using System.Security.Cryptography;
using Approvals.Web.Hosting;

namespace Approvals.Web.Store.Audit;

/// <summary>
/// The file with the key that signs anchors (ECDSA P-256): <c>anchor.key</c> in the data folder, or where the setting
/// <c>AnchorKey</c> says. The roles of the database read no files, and the embedded server runs as another user where we are
/// root: who owns every row cannot sign. Nodes that sign share one file. Beside it stands, a file a unit, the last anchor
/// that was committed: so a lost end of the chain is known, too.
/// </summary>
internal sealed class AnchorKey(string path)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public static AnchorKey Of(IConfiguration settings) => new(
        settings["AnchorKey"] is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(OfficeStore.DataFolder(settings), "anchor.key"));

    public bool Exists => File.Exists(Path);

    /// <exception cref="OfficeException">There is no key, it cannot be read, or it is no key of ours.</exception>
    public AnchorSigner Open()
    {
        try
        {
            if ((File.GetUnixFileMode(Path) & Others) != 0)
            {
                throw new OfficeException($"审计签名密钥 {Path} 其他用户也能读写，不能使用：请改为只有运行本程序的用户可读（chmod 600）。");
            }

            return new AnchorSigner(File.ReadAllText(Path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OfficeException(
                $"找不到审计签名密钥 {Path}：已有用它签名的审计锚，请从备份恢复这个文件，或用设置 AnchorKey 指明它在哪里。", missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new OfficeException($"读不了审计签名密钥 {Path}：{unreadable.Message}", unreadable);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new OfficeException($"审计签名密钥 {Path} 已损坏，请从备份恢复这个文件。", wrong);
        }
    }

    /// <summary>At first use. Another node that was quicker made the one that counts.</summary>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!); // a full path of a file has a folder
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var draft = Draft();
            PostgresFolder.WriteForOwner(draft, key.ExportPkcs8PrivateKeyPem());
            try
            {
                File.Move(draft, Path);
            }
            catch (IOException) when (File.Exists(Path))
            {
                File.Delete(draft);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new OfficeException($"写不了审计签名密钥 {Path}：{refused.Message}", refused);
        }
    }

    /// <summary>The last anchor of the unit that was committed, as far as this node knows; null where it knows none.</summary>
    public (int No, string Hash)? LastOf(int unit) =>
        File.Exists(LastPath(unit)) && File.ReadAllText(LastPath(unit)).Split(' ') is [var no, var hash]
        && int.TryParse(no, out var number)
            ? (number, hash)
            : null;

    /// <summary>The caller holds the turn of the unit's anchors: two nodes that share the file never move it back.</summary>
    public void Remember(int unit, int no, string hash)
    {
        var draft = Draft();
        PostgresFolder.WriteForOwner(draft, $"{no} {hash}");
        File.Move(draft, LastPath(unit), overwrite: true);
    }

    /// <summary>The note of a unit. Who restores an old backup knowingly deletes it.</summary>
    public string LastPath(int unit) => $"{Path}.last-{unit}";

    private string Draft() => $"{Path}.unfinished-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
}

/// <summary>A key in use.</summary>
internal sealed class AnchorSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();

    public AnchorSigner(string pem)
    {
        _key.ImportFromPem(pem);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>SHA-256 of the public key; stands on the closing report.</summary>
    public string Fingerprint { get; }

    public byte[] Sign(byte[] hash) => _key.SignHash(hash);

    public bool Verifies(byte[] hash, byte[] signature) => _key.VerifyHash(hash, signature);

    public void Dispose() => _key.Dispose();
}
