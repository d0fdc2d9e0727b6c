using System.Xml.Linq;
using Approvals.Web.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Approvals.Web.Hosting;

/// <summary>The keys of cookies and form tokens, in PostgreSQL: any node reads what another one wrote.</summary>
internal sealed class KeyRing(Database database) : IXmlRepository
{
    private const string Read = "SELECT xml FROM data_protection_key ORDER BY name";

    private const string Store = """
        INSERT INTO data_protection_key (name, xml)
        VALUES (@name, @xml)
        ON CONFLICT (name) DO NOTHING
        """;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.Source.CreateCommand(Read);
        using var rows = command.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
        {
            keys.Add(XElement.Parse(rows.GetString(0)));
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.Source.CreateCommand(Store);
        command.Parameters.Add(new NpgsqlParameter<string>("name", friendlyName));
        command.Parameters.Add(new NpgsqlParameter<string>("xml", element.ToString(SaveOptions.DisableFormatting)));
        command.ExecuteNonQuery();
    }
}
