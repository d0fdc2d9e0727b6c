namespace Approvals.Benchmarks;

/// <summary>The project's own files, wherever the benchmarks run inside it.</summary>
internal static class Project
{
    public static string PathOf(string relative)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Approvals.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("the benchmarks run outside the project");
        }

        return Path.Combine(folder, relative);
    }
}
