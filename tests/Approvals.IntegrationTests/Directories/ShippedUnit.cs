using System.Text;
using Approvals.Readers.Units;

namespace Approvals.IntegrationTests.Directories;

/// <summary>The units that travel with the program, as its output folder has them.</summary>
internal static class ShippedUnit
{
    public static UnitFile Real => Read("shaoxing-tcm.yaml");

    public static UnitFile Twin => Read("twin.yaml");

    public static UnitFile Of(string yaml) => UnitFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(yaml)), "u.yaml");

    private static UnitFile Read(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "units", name));
        return UnitFile.Read(stream, name);
    }
}
