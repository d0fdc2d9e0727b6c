using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Products;

/// <summary>A .zip with a manifest that names every file in it with its SHA-256 and size. The same files give the same bytes.</summary>
internal sealed class SealedBag
{
    public const string Manifest = "manifest.json";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(string Path, byte[] Content)> _files = [];

    /// <exception cref="InvalidOperationException">A file of that path is in it.</exception>
    public void Add(string path, byte[] content)
    {
        if (_files.Exists(f => f.Path == path))
        {
            throw new InvalidOperationException($"{path} is in the package already");
        }

        _files.Add((path, content));
    }

    /// <param name="about">What the manifest says beside the files.</param>
    public byte[] Seal(JsonObject about)
    {
        about["files"] = new JsonArray([.. _files.Select(f => (JsonNode)new JsonObject
        {
            ["path"] = f.Path,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(f.Content)),
            ["size"] = f.Content.Length,
        })]);
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            Write(zip, Manifest, Encoding.UTF8.GetBytes(about.ToJsonString(CaseJson.Options)));
            foreach (var (path, content) in _files)
            {
                Write(zip, path, content);
            }
        }

        return memory.ToArray();
    }

    private static void Write(ZipArchive zip, string path, byte[] content)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
