"""The log as Parquet files by enterprise, with a manifest."""
