using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>Every text that the code of an assembly loads while it runs.</summary>
internal static class UserStrings
{
    public static IReadOnlyList<string> Of(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var found = new List<string>();
        // The first entry of the heap is empty.
        for (var handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            found.Add(metadata.GetUserString(handle));
        }

        return found;
    }
}
