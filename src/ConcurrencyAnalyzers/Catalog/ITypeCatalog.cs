namespace ConcurrencyAnalyzers.Catalog;

/// <summary>Catalog entries by the name of their type: text only, so one serves every compilation.</summary>
internal interface ITypeCatalog
{
    /// <param name="typeName">A documentation ID without its "T:".</param>
    TypeEntries? Find(string typeName);
}
