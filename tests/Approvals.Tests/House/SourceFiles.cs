namespace Approvals.Tests.House;

/// <summary>What we wrote ourselves: without what is built, restored or brought in.</summary>
internal static class SourceFiles
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "lib"];

    public static IEnumerable<string> Under(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path)) && !Path.GetRelativePath(RepositoryFiles.Root, path)
                .Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains))
            .Order(StringComparer.Ordinal);
}
