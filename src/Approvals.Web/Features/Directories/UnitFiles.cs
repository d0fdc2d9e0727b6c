using Approvals.Readers.Units;
using Approvals.Readers.Yaml;

namespace Approvals.Web.Features.Directories;

/// <summary>Files of units on the disk.</summary>
internal static class UnitFiles
{
    /// <summary>The one at the path, which its faults name.</summary>
    /// <exception cref="FaultsException">Everything that is wrong, where it stands and what was meant.</exception>
    public static UnitFile ReadAt(string path)
    {
        using var stream = File.OpenRead(path);
        return UnitFile.Read(stream, path);
    }
}
